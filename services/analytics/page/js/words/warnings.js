// Early warning and its score.

export const WARNINGS = {
  warningsNone: ['没有待处置的预警', 'No warnings'], warningsOf: ['待处置预警', 'Open warnings'], 'warning.dismiss': ['解除 X', 'Dismiss X'], 'warning.why': ['解除预警的理由', 'Why it needs nothing more'],
  'because.known_cause': ['原因已查明', 'its cause is known'], 'because.handled': ['已处置', 'it is dealt with'], 'because.single_cause': ['同一事件多次报警', 'one matter reported often'], 'because.data_error': ['数据有误', 'the data is wrong'], 'because.no_concern': ['经研判无异常', 'looked into, and nothing'],
  'said.dismissed': ['预警已解除', 'Warning dismissed'], observed: ['实际 {n}', '{n} seen'], expected: ['通常 {n}', '{n} usual'], sinceDay: ['{from} 至 {to}', '{from} to {to}'], expires: ['{time} 到期', 'ends {time}'], reasons: ['依据', 'Reasons'],
  'method.cusum': ['累积和控制图', 'CUSUM chart'], 'method.ewma': ['加权移动平均控制图', 'EWMA chart'], 'method.gi_star': ['热点 Gi*', 'hot spot Gi*'], 'method.scan': ['时空扫描', 'space-time scan'],
  'watch.incident_reported': ['警情', 'incidents'], 'watch.case_opened': ['矛盾纠纷', 'disputes'], 'watch.hazard_found': ['隐患', 'hazards'], 'watch.deadline_missed': ['超时', 'missed deadlines'],
  'because_of.mean': ['通常每日', 'usual a day'], 'because_of.baseline_days': ['基线天数', 'days of baseline'], 'because_of.statistic': ['统计量', 'statistic'], 'because_of.limit': ['限值', 'limit'], 'because_of.reference': ['参考值 k', 'reference k'],
  'because_of.run_length': ['平均误报间隔（天）', 'days between false signals'], 'because_of.dispersion': ['离散度', 'dispersion'], 'because_of.z_score': ['z 值', 'z'], 'because_of.q_value': ['误判率 q', 'false discovery rate q'], 'because_of.p_value': ['p 值', 'p'],
  'because_of.likelihood_ratio': ['对数似然比', 'log likelihood ratio'], 'because_of.grids': ['涉及网格', 'grids'], 'because_of.radius': ['半径（米）', 'radius, m'], 'because_of.simulations': ['模拟次数', 'simulations'],
  series: ['近 {n} 天每日数', 'Daily counts, {n} days'], usual: ['虚线：通常水平', 'dashed: usual level'], showSeries: ['走势', 'Series'],
  forecasts: ['预测与评分', 'Forecasts and their score'], forecastsNone: ['暂无预测', 'No forecasts yet'], 'score.rate': ['命中率 {rate}', 'hit rate {rate}'], 'score.area': ['面积占比 {share}', 'of {share} of the area'], 'score.pai': ['预测精度指数 PAI {pai}（随机为 1）', 'PAI {pai} (chance gives 1)'],
  'score.of': ['已评分 {n} 次，{events} 起中命中 {hits} 起', '{n} scored: {hits} of {events} events in flagged grids'], 'score.none': ['到期后评分', 'scored once its days are over'], countyOnly: ['选择县以查看预测', 'Forecasts are by county'],
  'col.period': ['时段', 'Days'], 'col.grids': ['标记网格', 'Grids'], 'col.rate': ['命中率', 'Hit rate'], 'col.pai': ['PAI', 'PAI'], 'col.what': ['对象', 'What'], hazards: ['隐患', 'Hazards'], hazardsNone: ['没有未整改隐患', 'No open hazards'], 'col.dueBy': ['整改期限', 'Due'], 'col.team': ['责任单位', 'Team'],
  'hazard.drowning_water': ['涉水隐患', 'open water'], 'hazard.fire': ['消防隐患', 'fire'], 'hazard.gas': ['燃气隐患', 'gas'], 'hazard.electricity': ['用电隐患', 'electricity'], 'hazard.building': ['房屋隐患', 'building'], 'hazard.traffic': ['交通隐患', 'traffic'],
  'hazard.dangerous_goods': ['危险物品', 'dangerous goods'], 'hazard.school': ['校园隐患', 'school'], 'hazard.venue': ['场所隐患', 'venue'], 'hazard.rental': ['出租屋隐患', 'rented housing'], 'hazard.geology': ['地质隐患', 'geology'], 'hazard.other': ['其他隐患', 'other'],
};
