// States, sources, outcomes and reasons, as the services' events name them.

export const STATES = {
  // incidents and their tasks
  'state.received': ['已接警', 'received'], 'state.dispatched': ['已派警', 'dispatched'], 'state.requested': ['待签收', 'not yet received'], 'state.pending': ['待送达', 'not yet received'],
  'state.notified': ['已送达，待签收', 'notified'], 'state.acknowledged': ['已签收', 'acknowledged'], 'state.declined': ['拒签', 'declined'], 'state.timed_out': ['超时未签收', 'not acknowledged in time'],
  'state.en_route': ['出警途中', 'en route'], 'state.on_scene': ['已到场', 'on scene'], 'state.resolved': ['已处置', 'resolved'], 'state.closed': ['已结案', 'closed'],
  'state.done': ['已办结', 'done'], 'state.recalled': ['已撤回', 'recalled'], 'state.refused': ['已拒绝', 'refused'],
  // units and their assignments
  'state.available': ['可派', 'available'], 'state.conditional': ['有条件可派', 'conditionally available'], 'state.unavailable': ['不可派', 'unavailable'],
  'state.busy': ['执行任务', 'busy'], 'state.off': ['下勤', 'off duty'], 'state.off_duty': ['下勤', 'off duty'],
  'state.offered': ['已通知', 'offered'], 'state.accepted': ['已接受', 'accepted'], 'state.released': ['已解除', 'released'], 'state.sent': ['已派出', 'sent'], 'state.let_go': ['已解除', 'released'],
  // shifts and their places
  'state.published': ['已发布', 'published'], 'state.running': ['值守中', 'running'], 'state.ended': ['已结束', 'ended'], 'state.cancelled': ['已取消', 'cancelled'],
  'place.open': ['缺岗', 'open'], 'place.assigned': ['未到岗', 'not here yet'], 'place.here': ['在岗', 'here'], 'place.missed': ['缺勤', 'did not come'], 'place.served': ['已下岗', 'served'],
  // disputes
  'state.registered': ['已登记', 'registered'], 'state.triaged': ['已分级', 'graded'], 'state.assigned': ['已指派', 'assigned'], 'state.mediating': ['调解中', 'in mediation'],
  'state.agreed': ['已达成协议', 'agreed'], 'state.performing': ['履行中', 'being performed'], 'state.follow_up': ['回访中', 'follow-up'], 'state.transferred': ['已移交', 'transferred'],
  'state.returned': ['已退回', 'returned'], 'state.failed': ['调解不成', 'failed'], 'state.reopened': ['已重启', 'reopened'], 'state.withdrawn': ['已撤回', 'withdrawn'],
  'state.referred': ['已转介', 'referred'], 'state.merged': ['已并案', 'merged'], 'state.asked': ['待答复', 'asked'], 'state.replaced': ['已更换', 'replaced'],
  'state.scheduled': ['已排定', 'scheduled'], 'state.held': ['已召开', 'held'], 'state.raised': ['已发出', 'raised'],
  // hazards, warnings, reviews
  'state.found': ['已发现', 'found'], 'state.overdue': ['逾期', 'overdue'], 'state.dismissed': ['已解除', 'dismissed'], 'state.expired': ['已到期', 'expired'],
  'state.open': ['待办', 'open'], 'state.concluded': ['已结论', 'concluded'], 'state.draft': ['草稿', 'draft'], 'state.upheld': ['申诉成立', 'upheld'], 'state.rejected': ['申诉驳回', 'rejected'],
  'source.call': ['110 报警', '110 call'], 'source.grid': ['网格上报', 'grid report'], 'source.shop': ['商户报警', 'shop alarm'],
  'source.visit': ['走访发现', 'visit'], 'source.grid_report': ['网格上报', 'grid report'], 'source.incident': ['警情转入', 'from an incident'], 'source.walk_in': ['来访', 'walk-in'],
  'source.patrol': ['巡逻发现', 'patrol'], 'source.other_body': ['其他部门转来', 'another body'], 'source.record': ['档案', 'record'],
  'risk.red': ['红', 'red'], 'risk.orange': ['橙', 'orange'], 'risk.yellow': ['黄', 'yellow'], 'risk.blue': ['蓝', 'blue'], 'risk.green': ['绿', 'green'],
  'flag.outside': ['网格之外', 'outside all grids'], 'flag.unplaced': ['地点待核', 'place to be found'], 'flag.over_border': ['跨界', 'over the border'], 'flag.shared_edge': ['网格交界', 'on an edge'],
  'flag.unknown_grid': ['网格不明', 'unknown grid'], 'flag.by_name': ['按地名定位', 'found by its name'], 'flag.unknown_category': ['类别不明', 'unknown category'],
  'reason.assigned': ['执行任务', 'assigned'], 'reason.not_arrived': ['未到岗', 'not arrived'], 'reason.off_duty': ['下勤', 'off duty'], 'reason.short_of_people': ['人员不足', 'short of people'], 'reason.on_scene': ['在现场', 'on the scene'], 'reason.task_may_be_left': ['现任务可放下', 'its task may be left'], 'reason.low_priority_task': ['正处理低级别任务', 'at a task of low priority'], 'reason.leader': ['带班员在', 'leader'], 'reason.break': ['休整', 'on a break'],
  'reason.routed': ['按辖区派警', 'by its area'], 'reason.informed': ['告知', 'informed'], 'reason.mutual_aid': ['商户联防', 'mutual aid'], 'reason.escalated': ['超时升级', 'escalated'], 'reason.corrected': ['地点更正后改派', 'place corrected'],
};
