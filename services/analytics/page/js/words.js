// All words of the page, [Chinese, English] by key. The Chinese is what a command room (指挥中心) says.

import { BOARDS } from './words/boards.js';
import { COMMON } from './words/common.js';
import { FIGURES } from './words/figures.js';
import { INCIDENT } from './words/incident.js';
import { PLATFORM } from './words/platform.js';
import { REVIEWS } from './words/reviews.js';
import { STATES } from './words/states.js';
import { WARNINGS } from './words/warnings.js';

export const WORDS = { ...COMMON, ...STATES, ...INCIDENT, ...BOARDS, ...WARNINGS, ...FIGURES, ...REVIEWS, ...PLATFORM };
