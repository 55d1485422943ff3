import { h, uniqueId } from './dom.js';
import { mrkdwn } from './mrkdwn.js';

/**
 * Asks with Slack's confirm object; resolves to true when confirmed.
 * @param {{title, text, confirm, deny, style?: 'primary'|'danger'}} question text objects
 */
export function confirmDialog(question) {
  return new Promise(resolve => {
    const titleId = uniqueId('confirm');
    const answer = value => () => node.close(value);
    const style = question.style === 'danger' ? 'btn-danger' : 'btn-primary';
    const node = h('dialog', {
      class: 'dialog confirm', 'aria-labelledby': titleId, role: 'alertdialog',
      on: {
        close: () => {
          node.remove();
          resolve(node.returnValue === 'yes');
        },
      },
    },
      h('h2', { id: titleId, class: 'dialog-title' }, question.title?.text ?? 'Are you sure?'),
      h('div', { class: 'confirm-text' }, textOf(question.text)),
      h('div', { class: 'dialog-foot' },
        h('button', { class: 'btn', type: 'button', on: { click: answer('no') } },
          question.deny?.text ?? 'Cancel'),
        h('button', {
          class: `btn ${style}`, type: 'button', autofocus: true, on: { click: answer('yes') },
        }, question.confirm?.text ?? 'Yes')));
    closeOnBackdrop(node, () => node.close('no'));
    document.body.append(node);
    node.showModal();
  });
}

function textOf(text) {
  if (!text) return '';
  return text.type === 'mrkdwn' ? mrkdwn(text.text, text.verbatim) : text.text;
}

/** Calls `close` when the press began and ended outside the dialog. */
export function closeOnBackdrop(dialog, close) {
  let outside = false;
  dialog.addEventListener('pointerdown', event => { outside = event.target === dialog; });
  dialog.addEventListener('click', event => {
    if (outside && event.target === dialog) close();
    outside = false;
  });
}
