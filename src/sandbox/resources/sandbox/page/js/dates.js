/** Slack's date formats, always in the reader's own time zone. */

const LOCALE = 'en-US';
const HOUR12 = new Intl.DateTimeFormat(navigator.language || LOCALE, { hour: 'numeric' })
  .resolvedOptions().hour12 ?? true;

const format = options => {
  const formatter = new Intl.DateTimeFormat(LOCALE, options);
  return date => formatter.format(date);
};
const hours = { hour12: HOUR12, ...(HOUR12 ? {} : { hourCycle: 'h23' }) };

const time = format({ hour: 'numeric', minute: '2-digit', ...hours });
const timeSecs = format({ hour: 'numeric', minute: '2-digit', second: '2-digit', ...hours });
const weekday = format({ weekday: 'long' });
const month = format({ month: 'long' });
const short = format({ month: 'short', day: 'numeric', year: 'numeric' });
const full = format({ dateStyle: 'full', timeStyle: 'long' });

function ordinal(day) {
  if (day % 100 >= 11 && day % 100 <= 13) return `${day}th`;
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`;
}

const two = number => String(number).padStart(2, '0');
const numeric = date => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const plain = date => `${month(date)} ${ordinal(date.getDate())}, ${date.getFullYear()}`;
const long = date => `${weekday(date)}, ${plain(date)}`;

/** Whole days from today to `date`: 0 is today, -1 yesterday. */
function dayOffset(date) {
  const start = moment => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
  return Math.round((start(date) - start(new Date())) / 86_400_000);
}

function pretty(date, otherwise) {
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[dayOffset(date)] ?? otherwise(date);
}

/** "3 minutes ago", "in 2 hours". */
export function ago(date) {
  const seconds = Math.round((date - Date.now()) / 1000);
  const size = Math.abs(seconds);
  if (size < 10) return 'just now';
  const steps = [[86_400, 'day'], [3_600, 'hour'], [60, 'minute'], [1, 'second']];
  const [unit, word] = steps.find(([length]) => size >= length);
  const count = Math.floor(size / unit);
  const words = `${count} ${word}${count === 1 ? '' : 's'}`;
  return seconds < 0 ? `${words} ago` : `in ${words}`;
}

const TOKENS = {
  date_num: numeric,
  date_slash: date => `${two(date.getMonth() + 1)}/${two(date.getDate())}/${date.getFullYear()}`,
  date: plain,
  date_short: short,
  date_long: long,
  date_long_full: long,
  date_pretty: date => pretty(date, plain),
  date_short_pretty: date => pretty(date, short),
  date_long_pretty: date => pretty(date, long),
  day_divider_pretty: date => dayLabel(date),
  time,
  time_secs: timeSecs,
  ago,
};

/** Fills `{date_short_pretty} at {time}`; undefined when a token is unknown. */
export function slackDate(epochSeconds, pattern) {
  const date = new Date(epochSeconds * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  let known = true;
  const text = pattern.replace(/\{(\w+)\}/g, (all, token, at) => {
    const words = TOKENS[token]?.(date);
    if (words === undefined) known = false;
    return at === 0 && words ? words[0].toUpperCase() + words.slice(1) : words;
  });
  return known ? text : undefined;
}

/** "Today", "Yesterday", "Monday, January 5th". */
export function dayLabel(date) {
  const words = pretty(date, when => {
    const sameYear = when.getFullYear() === new Date().getFullYear();
    const day = `${weekday(when)}, ${month(when)} ${ordinal(when.getDate())}`;
    return sameYear ? day : `${day}, ${when.getFullYear()}`;
  });
  return words[0].toUpperCase() + words.slice(1);
}

/** The time of day as this reader writes it. */
export const clock = time;

/** Date and time in full, for tooltips. */
export const fullDate = full;

/** The moment of a Slack ts. */
export const ofTs = ts => new Date(Number(ts) * 1000);

/** A moment given as ISO text, epoch seconds or epoch milliseconds; undefined when it is none. */
export function moment(value) {
  if (value === undefined || value === null || value === '') return undefined;
  const number = Number(value);
  const date = Number.isNaN(number) ? new Date(value)
    : new Date(number < 100_000_000_000 ? number * 1000 : number);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
