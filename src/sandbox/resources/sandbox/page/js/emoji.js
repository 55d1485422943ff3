import { draw, drawn } from './emoji-art.js';
import { h } from './dom.js';

const CHARACTERS = {
  '+1': '👍', thumbsup: '👍', '-1': '👎', thumbsdown: '👎', wave: '👋', raised_hands: '🙌',
  clap: '👏', pray: '🙏', ok_hand: '👌', point_right: '👉', point_up: '☝️', muscle: '💪',
  writing_hand: '✍️', smile: '😄', slightly_smiling_face: '🙂', thinking_face: '🤔', sob: '😭',
  heart: '❤️', sparkles: '✨', star: '⭐', zap: '⚡', boom: '💥', rocket: '🚀', ship: '🚢',
  robot_face: '🤖', gear: '⚙️', wrench: '🔧', hammer_and_wrench: '🛠️', package: '📦', key: '🔑',
  unlock: '🔓', shield: '🛡️', rotating_arrows: '🔄', repeat: '🔁', fast_forward: '⏩', stop_button: '⏹️',
  pause_button: '⏸️', black_right_pointing_triangle: '▶️', back: '🔙', soon: '🔜', new: '🆕', sos: '🆘',
  bangbang: '‼️', grey_exclamation: '❕', grey_question: '❔', heavy_minus_sign: '➖',
  heavy_plus_sign: '➕', arrow_left: '⬅️', arrow_up: '⬆️', arrow_down: '⬇️', arrow_up_small: '🔼',
  arrow_down_small: '🔽', small_red_triangle: '🔺', small_blue_diamond: '🔹', black_small_square: '▪️',
  white_small_square: '▫️', white_large_square: '⬜', black_large_square: '⬛', checkered_flag: '🏁',
  triangular_flag_on_post: '🚩', bar_chart: '📊', calendar: '📅', date: '📆', spiral_calendar_pad: '🗓️',
  alarm_clock: '⏰', timer_clock: '⏲️', watch: '⌚', bookmark: '🔖', label: '🏷️', bulb: '💡',
  books: '📚', book: '📖', notebook: '📓', scroll: '📜', file_folder: '📁', card_index_dividers: '🗂️',
  paperclip: '📎', camera: '📷', frame_with_picture: '🖼️', computer: '💻', satellite: '🛰️',
  globe_with_meridians: '🌐', telephone_receiver: '📞', mega: '📣', loudspeaker: '📢', email: '📧',
  incoming_envelope: '📨', inbox_tray: '📥', outbox_tray: '📤', ambulance: '🚑', construction: '🚧',
  helmet_with_white_cross: '⛑️', firefighter: '🧑‍🚒', technologist: '🧑‍💻', detective: '🕵️',
  bug: '🐛', skull: '💀', snail: '🐌', turtle: '🐢', coffee: '☕', broken_heart: '💔', lock_with_ink_pen: '🔏',
};

const ALIASES = {
  check: 'white_check_mark', large_red_circle: 'red_circle', green_circle: 'large_green_circle',
  yellow_circle: 'large_yellow_circle', orange_circle: 'large_orange_circle',
  blue_circle: 'large_blue_circle', heavy_exclamation_mark: 'exclamation', stop_sign: 'octagonal_sign',
  pencil: 'memo', bust: 'bust_in_silhouette',
};

/** The emoji of that name (without colons) as a node, or undefined when it is not known. */
export function emoji(rawName) {
  const name = ALIASES[rawName] ?? rawName;
  const label = `:${rawName}:`;
  if (drawn.has(name)) {
    return h('span', { class: 'emoji emoji-drawn', role: 'img', 'aria-label': label, title: label }, draw(name));
  }
  if (!Object.hasOwn(CHARACTERS, name)) return undefined;
  return h('span', { class: 'emoji', role: 'img', 'aria-label': label, title: label }, CHARACTERS[name]);
}

/** Plain text with its `:emoji:` replaced; what plain_text objects show. */
export function withEmoji(text) {
  const parts = [];
  let from = 0;
  for (const match of String(text ?? '').matchAll(/:([a-z0-9_+-]+):/g)) {
    const node = emoji(match[1]);
    if (!node) continue;
    parts.push(text.slice(from, match.index), node);
    from = match.index + match[0].length;
  }
  parts.push(String(text ?? '').slice(from));
  return parts.filter(part => part !== '');
}
