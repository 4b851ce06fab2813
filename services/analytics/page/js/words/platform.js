// The platform's own health.

export const PLATFORM = {
  'col.service': ['服务', 'Service'], 'col.problem': ['问题', 'Problem'], 'col.ms': ['应答 ms', 'Answer ms'], 'col.queue': ['队列', 'Queue'], 'col.waiting': ['积压', 'Waiting'], 'col.consumers': ['消费者', 'Consumers'],
  'col.outbox': ['待发最久', 'Outbox oldest'], 'col.parked': ['入死信', 'Parked'], 'col.retried': ['重试', 'Retried'], 'col.inflight': ['处理中', 'In hand'], 'col.lag': ['循环延迟', 'Loop lag'], 'col.log': ['事件日志', 'Event log'], 'col.at': ['已读到', 'Read up to'], 'col.held': ['日志存量', 'Log holds'], 'col.behind': ['落后', 'Behind'],
  ready: ['正常', 'ready'], unready: ['异常', 'not ready'], unasked: ['未询问', 'not asked yet'], platformNone: ['未配置健康端口（LIANFANG_WATCHED）', 'No health ports are configured (LIANFANG_WATCHED)'],
  services: ['服务', 'Services'], queues: ['队列', 'Queues'], queuesEmpty: ['{n} 个队列均无积压、无死信', 'All {n} queues are empty, and no dead letters'], queuesUnknown: ['无法读取队列：{why}', 'Queues can not be read: {why}'], deadLetters: ['死信 {n}', '{n} dead letters'], queuesSum: ['共 {n} 个队列，积压 {waiting}', '{n} queues, {waiting} waiting'],
  facts: ['指标数据', 'Facts'], generation: ['第 {n} 代', 'Generation {n}'], level: ['已跟上', 'up to date'], catchingUp: ['追赶中', 'catching up'], factsAway: ['此进程暂不可读：{why}', 'Not to be read here: {why}'],
  gapsMarked: ['标记缺口 {gaps} 处，缺事件的对象 {lacking} 个', '{gaps} marked gaps in the log, {lacking} things lack events'], noGaps: ['没有缺口', 'No gaps'], taken: ['本次启动已读 {events} 条，新增指标 {facts} 条，重复 {repeated} 条', '{events} events read since the start: {facts} facts, {repeated} repeated'],
  rebuild: ['重建', 'Rebuild'], 'rebuild.none': ['未进行', 'none'], 'rebuild.reading': ['读取日志', 'reading the log'], 'rebuild.comparing': ['比对', 'comparing'], 'rebuild.swapped': ['已切换', 'swapped in'], 'rebuild.refused': ['比对不一致，未切换', 'differs: not swapped'], 'rebuild.failed': ['失败', 'failed'],
  rebuildSaid: ['{state}：{done}/{total}，{rate} 条/秒', '{state}: {done} of {total}, {rate} a second'], askedAt: ['{time} 询问', 'asked {time}'],
};
