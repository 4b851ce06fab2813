// Scorecards (双考) and accountability reviews (责任倒查).

export const REVIEWS = {
  roundsNone: ['还没有考核', 'No assessments yet'], reviewsNone: ['没有倒查', 'No reviews'], round: ['考核 {period}', 'Assessment {period}'], cards: ['成绩单', 'Cards'], inForce: ['已公布', 'published'],
  'col.subject': ['对象', 'Subject'], 'col.score': ['得分', 'Score'], 'col.grade': ['等次', 'Grade'], 'col.coefficient': ['系数', 'Coefficient'], 'col.flags': ['疑点', 'Flags'], 'col.appeal': ['申诉', 'Appeal'], 'col.measure': ['考核项', 'Measure'], 'col.weight': ['权重', 'Weight'], 'col.points': ['得分', 'Points'],
  budget: ['奖金核算', 'Budget check'], 'budget.said': ['总额 {pool} 元，应发 {paid} 元，差额 {balance} 元', 'pool {pool} yuan, promised {paid}, balance {balance}'], 'budget.neutral': ['收支相抵', 'balanced'], 'budget.over': ['超出总额', 'more is promised than there is'], 'budget.under': ['有结余', 'some is left'],
  'kind.unit': ['单位', 'unit'], 'kind.person': ['个人', 'person'], 'grade.excellent': ['优秀', 'excellent'], 'grade.good': ['良好', 'good'], 'grade.passed': ['达标', 'passed'], 'grade.failed': ['不达标', 'failed'],
  'trigger.preventable_crime': ['可防性案件', 'preventable crime'], 'trigger.grave_crime': ['命案和绑架', 'homicide or kidnapping'], 'trigger.drowning': ['溺水', 'drowning'], 'trigger.major_accident': ['重大事故', 'major accident'], 'finding.prevention_failed': ['防范失职', 'prevention failed'], 'finding.nothing_to_prevent': ['无可防范', 'nothing to prevent'], 'finding.beyond_police': ['非公安职责', 'beyond the police'],
  known: ['事前已知 {n} 条', '{n} known before'], earlierIncidents: ['此前警情 {n} 起', '{n} earlier incidents'], openHazards: ['未整改隐患 {n} 处', '{n} open hazards'], openCases: ['未结纠纷 {n} 件', '{n} open disputes'], visited: ['最近走访或巡逻在 {n} 天前', 'last visit or patrol {n} days before'], notVisited: ['此前没有走访或巡逻', 'no visit or patrol before'], dueBy: ['限 {time}', 'due {time}'], reviewer: ['经办 {who}', 'reviewer {who}'], lookBehind: ['查看依据', 'What was known'],
};
