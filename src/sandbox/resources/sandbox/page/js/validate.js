import { valueKey } from './actions.js';

/** The checks of Slack before it sends a modal: `{block_id: error}`. */
export function problemsOf(view, state) {
  const problems = {};
  view.blocks.forEach((block, index) => {
    if (block.type !== 'input') return;
    const id = block.block_id ?? `b${index}`;
    const value = state[id]?.[block.element.action_id ?? block.element.type]?.[valueKey(block.element.type)];
    const problem = problemOf(block, value);
    if (problem) problems[id] = problem;
  });
  return problems;
}

function problemOf({ element, optional }, value) {
  const empty = value === null || value === undefined || value === ''
    || (Array.isArray(value) && value.length === 0) || (typeof value === 'string' && !value.trim());
  if (empty) return optional ? undefined : 'Please complete this required field.';
  if (typeof value === 'string') return textProblem(element, value);
  return undefined;
}

function textProblem(element, text) {
  const { type, min_length: least, max_length: most } = element;
  if (least && text.length < least) return `Please enter at least ${least} characters.`;
  if (most && text.length > most) return `Please use no more than ${most} characters.`;
  if (type === 'url_text_input' && !/^https?:\/\/\S+\.?\S*$/i.test(text)) return 'Please enter a valid URL.';
  if (type === 'email_text_input' && !/^\S+@\S+$/.test(text)) return 'Please enter a valid email address.';
  if (type === 'number_input') return numberProblem(element, text);
  return undefined;
}

function numberProblem(element, text) {
  const number = Number(text);
  if (Number.isNaN(number)) return 'Please enter a number.';
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value)) {
    return `Please enter a number of at least ${element.min_value}.`;
  }
  if (element.max_value !== undefined && number > Number(element.max_value)) {
    return `Please enter a number of at most ${element.max_value}.`;
  }
  return undefined;
}
