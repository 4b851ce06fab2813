// Why a unit suits or not: the incident service says it in English, for its record; here it is said in the page's language.

import { lang, t, word } from './i18n.js';

const list = (names) => names.split(', ').map((each) => word('capability', each)).join(t('comma'));
const because = (text) => word('reason', text);
const SAID = [
  [/^nobody is on duty$/, () => '无人在岗'],
  [/^not available: (.+)$/, (why) => `不可派（${because(why)}）`],
  [/^not available$/, () => '不可派'],
  [/^stays where it is$/, () => '固定岗位，不外派'],
  [/^no officer is in it$/, () => '没有民警'],
  [/^can do none of (.+)$/, (names) => `不具备${list(names)}能力`],
  [/^can do (.+)$/, (names) => `具备${list(names)}能力`],
  [/^community officers are never the only ones sent to an emergency$/, () => '紧急警情不单派社区民警'],
  [/^of a team that has the task$/, () => '属受领任务的单位'],
  [/^of the same zone$/, () => '同警区'], [/^of another zone$/, () => '其他警区'], [/^of another county$/, () => '其他县区'],
  [/^has (\d+) assignments? already$/, (n) => `手头已有 ${n} 项任务`],
  [/^only conditionally: (.+)$/, (why) => `有条件可派（${because(why)}）`],
  [/^conditionally$/, () => '有条件可派'],
  [/^about ([\d.]+) min (by car|on foot)$/, (n, how) => `${how === 'by car' ? '车行' : '步行'}约 ${n} 分钟`],
  [/^how far it is, nobody knows$/, () => '距离不明'],
  [/^within the ([\d.]+) min allowed(?: \(ring (\d)\))?$/, (n, ring) => `在 ${n} 分钟时限内${ring ? `（${ring} 分钟圈）` : ''}`],
  [/^later than the ([\d.]+) min allowed(?: \(ring (\d)\))?$/, (n, ring) => `超出 ${n} 分钟时限${ring ? `（${ring} 分钟圈）` : ''}`],
];

/** Return a reason of a recommendation in the page's language; as it is when nobody translated it. */
export function why(reason) {
  if (lang() !== 'zh') return reason.replace(/: (\w+)$/, (_all, said) => `: ${because(said)}`);
  for (const [form, say] of SAID) {
    const found = form.exec(reason);
    if (found) return say(...found.slice(1));
  }
  return reason;
}
