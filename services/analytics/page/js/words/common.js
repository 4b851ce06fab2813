// What stands around the views: signing in, keys, and words that several views say.

export const COMMON = {
  title: ['联防指挥室', 'Lianfang command room'], skip: ['跳到内容', 'Skip to content'], keys: ['按键 ?', 'Keys ?'],
  leave: ['退出', 'Sign out'], call: ['接警 N', 'Take a call N'], loading: ['读取中…', 'Loading…'], none: ['无', 'None'], views: ['视图', 'Views'],
  'view.now': ['警情', 'Now'], 'view.units': ['警力', 'Units'], 'view.alerts': ['联防报警', 'Shop alerts'],
  'view.cases': ['矛盾调解', 'Mediation'], 'view.roster': ['今晚值守', 'Tonight'], 'view.figures': ['指标研判', 'Figures'],
  'view.warnings': ['预警', 'Warnings'], 'view.platform': ['平台运行', 'Platform'],
  'link.on': ['实时', 'live'], 'link.off': ['连接中断，正在重连', 'cut off, trying again'], 'link.refused': ['令牌无效', 'token refused'],
  cut: ['内容过多，仅显示一部分', 'more than can be shown: a part is'], more: ['更多', 'More'], retry: ['重试', 'Try again'], close: ['关闭 Esc', 'Close Esc'],
  'sign.title': ['登录', 'Sign in'], 'sign.token': ['值班令牌', 'Duty token'], 'sign.hint': ['粘贴值班令牌（lianfang token）', 'Paste your duty token (lianfang token)'],
  'sign.go': ['进入', 'Enter'], 'sign.bad': ['这不是令牌', 'That is no token'],
  'said.nopeer': ['未配置警情服务地址（LIANFANG_PEERS）', 'The incident service has no address here (LIANFANG_PEERS)'],
  colon: ['：', ': '], comma: ['、', ', '], whole: ['全国', 'the country'], days: ['{n} 天', '{n} d'], place: ['辖区', 'Place'],
  'unit.percent': ['%', '%'], 'unit.per_hundred': ['/百户', 'per 100'], 'unit.yuan': ['元', 'yuan'], 'unit.minutes': ['分钟', 'min'], 'unit.hours': ['小时', 'h'],
  'unit.points': ['分', 'points'], 'unit.people': ['人', 'people'], 'unit.seconds': ['秒', 's'],
  'keys.title': ['按键', 'Keys'], 'keys.on': ['启用单键操作', 'Single keys on'], 'keys.close': ['关闭 Esc', 'Close Esc'],
  'key.n': ['接警', 'take a call'], 'key.jk': ['下一条、上一条', 'next, previous'], 'key.a': ['签收所选警情的任务', 'acknowledge the chosen incident’s task'],
  'key.d': ['派警：再按数字选警力', 'dispatch: then a number'], 'key.c': ['结案，自动跳到下一条', 'close, and go on to the next'],
  'key.C': ['将已处置的全部结案', 'close all that are resolved'], 'key.slash': ['筛选', 'filter'], 'key.views': ['切换视图', 'change the view'],
  'key.l': ['中文 / English', '中文 / English'], 'key.m': ['到地图（方向键移动，+ − 缩放，0 全图）', 'to the map (arrows move, + − zoom, 0 shows all)'], 'key.help': ['本帮助', 'this help'],
  'key.enter': ['指标：查看、下钻到事件；预警：详情', 'figures: look behind; warnings: details'], 'key.x': ['解除所选预警', 'dismiss the chosen warning'],
  'key.u': ['指标：上一级辖区', 'figures: the place above'], 'key.brackets': ['指标：上一期、下一期', 'figures: earlier, later'],
};
