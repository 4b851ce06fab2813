// Units, shop alerts, mediation, tonight's shifts.

export const BOARDS = {
  'col.unit': ['警力', 'Unit'], 'col.state': ['状态', 'State'], 'col.people': ['人员', 'People'], 'col.where': ['位置', 'Where'], 'col.can': ['能力', 'Can'], 'col.since': ['起始', 'Since'], 'col.until': ['至', 'Until'],
  'col.post': ['岗位', 'Post'], 'col.time': ['时间', 'Time'], 'col.filled': ['到岗', 'Here'], 'col.incident': ['处置警情', 'At'], 'col.idle': ['已空白', 'Idle'], 'col.limit': ['限', 'Limit'],
  gaps: ['巡防空白', 'Uncovered'], gapsNone: ['全部有人巡防', 'All covered'], unitsNone: ['没有在勤警力', 'No unit on duty'], mapOfUnits: ['警力与巡防地图', 'Map of units and coverage'],
  'summary.units': ['在勤 {n}：■ 可派 {free}　◧ 有条件 {some}　□ 不可派 {busy}', '{n} on duty: ■ {free} available, ◧ {some} conditional, □ {busy} not'],
  minutes: ['{n} 分钟', '{n} min'], group: ['三户联防', 'Shop group'], alertsNone: ['没有报警', 'No alerts'], alertsOpen: ['未处置', 'Not resolved'], alertsDone: ['已处置，待结案', 'Resolved'], reportedAt: ['{time} 报警', 'at {time}'],
  casesNone: ['没有在调案件', 'No cases'], due: ['到期', 'due'], overdue: ['逾期', 'overdue'], risk: ['风险', 'risk'], mediator: ['调解员', 'mediator'], owner: ['承办', 'owner'],
  shiftsNone: ['今晚没有值守', 'No shifts tonight'], 'summary.roster': ['{shifts} 班，应到 {all} 岗：● 在岗 {here}　○ 未到 {coming}　✗ 缺岗 {open}', '{shifts} shifts, {all} places: ● {here} here, ○ {coming} to come, ✗ {open} open'],
  vacant: ['空岗', 'vacant'], asking: ['补岗询问中，{time} 前答复', 'being asked, until {time}'], person: ['人员 {id}', 'person {id}'],
  'force.officer': ['民警', 'officers'], 'force.auxiliary': ['辅警', 'auxiliaries'], 'force.volunteer': ['义警', 'volunteers'],
  'mode.foot': ['步巡', 'on foot'], 'mode.car': ['车巡', 'by car'], 'mode.fixed': ['定点', 'fixed'],
  'post.street_station': ['街面警务站', 'street stations'], 'post.deterrence_point': ['震慑点', 'deterrence points'], 'post.patrol_line': ['巡逻线', 'patrol lines'], 'post.command_room': ['综合指挥室', 'command rooms'],
  'post.day': ['日班', 'day shifts'], 'post.evening': ['晚班', 'evening shifts'], 'post.night': ['夜班', 'night shifts'], 'post.market': ['圩日', 'market days'], 'post.week': ['周班', 'weekly shifts'], 'post.tide': ['高峰勤务', 'peak hours'],
  'post.rural_post': ['农村警务室', 'rural posts'], 'post.volunteer_patrol': ['义警巡防', 'volunteer patrols'],
  'capability.patrol': ['巡逻', 'patrol'], 'capability.command': ['指挥', 'command'], 'capability.traffic': ['交通', 'traffic'], 'capability.case': ['办案', 'casework'], 'capability.community': ['社区', 'community'],
  'capability.supervision': ['督察', 'supervision'], 'capability.fire-liaison': ['消防联络', 'fire liaison'], 'capability.mutual-aid': ['联防', 'mutual aid'], 'capability.mediation': ['调解', 'mediation'], 'capability.medical': ['急救', 'first aid'], 'capability.firearms': ['持枪', 'armed'], 'capability.water_rescue': ['水上救援', 'water rescue'],
};
