// Figures, their changes, and reports.

export const FIGURES = {
  'tab.figures': ['指标', 'Figures'], 'tab.reports': ['报表', 'Reports'], 'tab.scorecards': ['双考', 'Scorecards'], 'tab.reviews': ['责任倒查', 'Reviews'], tabs: ['研判栏目', 'Sections'],
  'topic.incidents': ['警情', 'Incidents'], 'topic.response': ['接处警时效', 'Response'], 'topic.alerts': ['联防报警', 'Shop alerts'], 'topic.mediation': ['矛盾调解', 'Mediation'], 'topic.hazards': ['隐患整改', 'Hazards'], 'topic.visits': ['走访', 'Visits'],
  'topic.cases': ['案件', 'Cases'], 'topic.prevention': ['宣传防范', 'Prevention'], 'topic.strength': ['力量配置', 'Strength'],
  'topic.population': ['人口登记', 'Registration'], 'topic.patrol': ['巡防', 'Patrol'], 'topic.volunteers': ['义警', 'Volunteers'], 'topic.duties': ['八个一', 'Eight duties'],
  'col.figure': ['指标', 'Figure'], 'col.value': ['数值', 'Value'], 'col.parts': ['构成', 'Of'], 'col.change': ['同比', 'Year on year'], 'col.change.period': ['环比', 'On the period before'], 'col.trace': ['依据', 'Behind it'],
  figuresNotYours: ['本令牌无权查看指标', 'Your token may not read figures'], figuresNone: ['没有指标', 'No figures'], trace: ['追溯', 'Trace'], events: ['依据的事件', 'Events behind it'], 'part.numerator': ['分子', 'numerator'], 'part.denominator': ['分母', 'denominator'], behind: ['{n} 条', '{n} facts'],
  definition: ['定义', 'Definition'], source: ['出处', 'Source'], published: ['† 有公布数', '† published'], overTime: ['近 {n} 期', 'The last {n} periods'], byPlace: ['按辖区', 'By place'], 'by.class': ['按大类', 'By class'], 'by.category': ['按类别', 'By category'], 'by.word': ['按细分', 'By kind'], 'by.ring': ['按分钟圈', 'By ring'], 'by.team': ['按单位', 'By team'], unknownPart: ['不详', 'not known'],
  evidence: ['佐证事件', 'Evidence'], openIncident: ['打开警情', 'Open the incident'], goDown: ['下钻到辖区', 'Place below'], goUp: ['上一级 U', 'Up U'], here: ['本级', 'all of it'], chosenFigure: ['所选指标', 'The chosen figure'],
  'period.day': ['日', 'Day'], 'period.week': ['周', 'Week'], 'period.month': ['月', 'Month'], 'period.year': ['年', 'Year'], earlier: ['上一期', 'Earlier'], later: ['下一期', 'Later'], periods: ['时段', 'Period'],
  'against.year': ['同比', 'year on year'], 'against.period': ['环比', 'on the period before'], small: ['数字小', 'small numbers'], 'verdict.within_chance': ['属偶然波动', 'within chance'], 'verdict.rise': ['上升', 'rise'], 'verdict.fall': ['下降', 'fall'], 'verdict.not_tested': ['未检验', 'not tested'],
  'note.restricted_excluded': ['不含受限警情', 'without restricted ones'], 'note.gaps': ['日志有缺口，可能偏低', 'events are missing: may be too low'], 'note.unfinished': ['本期未结束', 'period not over'], 'note.no_denominator': ['无分母', 'nothing to be a part of'], 'note.before_first_fact': ['早于首条数据', 'before the first fact'], 'note.no_record': ['当时尚无任何记录', 'before any record'], 'note.other_period': ['目标数属其他时段', 'target is of another period'],
  'remark.small_numbers': ['预期不足 5，数字小', 'fewer than 5 expected: small numbers'], 'remark.from_nothing': ['基期为零，无百分比', 'nothing before: no percentage'], 'remark.no_record': ['基期尚无任何记录，不作比较', 'no record of the earlier period: not compared'], 'remark.unequal_length': ['两期长度不同', 'periods differ in length'],
  progress: ['已读 {done}/{all} 类', '{done} of {all} topics'],
  reportsNone: ['还没有报表', 'No reports yet'], 'report.daily': ['每日警情简报', 'Daily brief'], 'report.weekly': ['每周研判', 'Weekly analysis'], 'report.monthly': ['每月综述', 'Monthly summary'], 'col.report': ['报表', 'Report'], 'col.made': ['生成时间', 'Made'], 'col.open': ['打开', 'Open'], 'report.page': ['网页', 'Page'], 'report.csv': ['CSV', 'CSV'], 'report.pdf': ['PDF', 'PDF'],
  'printing.pending': ['PDF 生成中', 'PDF is being made'], 'printing.failed': ['PDF 生成失败', 'PDF failed'], 'said.fetching': ['正在读取报表', 'Reading the report'],
};
