// What a browser without scripts reads from a page: its forms, its text, and where it sends one on.
import { parse } from 'parse5';

const SKIPPED = new Set(['script', 'style', 'noscript', 'template']);

/** @returns {{title: string, text: string, forms: Form[], refresh: string | null}} addresses resolved against `url`. */
export function read(html, url) {
  const elements = [...walk(parse(html))];
  const refresh = elements.find(each => each.tagName === 'meta' && attribute(each, 'http-equiv')?.toLowerCase() === 'refresh');
  const target = /^\s*\d+\s*[;,]\s*url\s*=\s*['"]?(.*?)['"]?\s*$/is.exec(attribute(refresh, 'content') ?? '');
  return {
    title: text(elements.find(each => each.tagName === 'title')),
    text: text(elements.find(each => each.tagName === 'body')),
    forms: elements.filter(each => each.tagName === 'form').map(form => readForm(form, elements, url)),
    refresh: target ? new URL(target[1], url).href : null,
  };
}

/** The text of one element as it stands there, line breaks included; null when the page has none of that id. */
export function textById(html, id) {
  const element = [...walk(parse(html))].find(each => attribute(each, 'id') === id);
  return element ? verbatim(element) : null;
}

const verbatim = node => (node.nodeName === '#text' ? node.value : (node.childNodes ?? []).map(verbatim).join(''));

function readForm(form, elements, url) {
  const id = attribute(form, 'id');
  const inside = new Set(walk(form));
  const controls = elements.filter(each => {
    const owner = attribute(each, 'form');
    return owner === undefined ? inside.has(each) : owner === id;
  });
  const inputs = controls.filter(each => each.tagName === 'input').map(each => ({
    name: attribute(each, 'name'),
    type: (attribute(each, 'type') ?? 'text').toLowerCase(),
    value: attribute(each, 'value') ?? '',
    checked: attribute(each, 'checked') !== undefined,
    autocomplete: attribute(each, 'autocomplete') ?? '',
  }));
  const buttons = controls.filter(each => each.tagName === 'button' && (attribute(each, 'type') ?? 'submit') === 'submit').map(each => ({
    name: attribute(each, 'name'),
    value: attribute(each, 'value') ?? '',
    text: text(each),
    action: attribute(each, 'formaction'),
  }));
  return {
    action: new URL(attribute(form, 'action') || url, url).href,
    method: (attribute(form, 'method') ?? 'get').toUpperCase(),
    inputs,
    buttons,
    /** What the form sends when nobody touches it: hidden fields, prefilled ones, ticked boxes. */
    values: Object.fromEntries(inputs
      .filter(each => each.name && each.type !== 'submit' && (!['checkbox', 'radio'].includes(each.type) || each.checked))
      .map(each => [each.name, each.value])),
  };
}

function* walk(node) {
  if (node.tagName) {
    yield node;
  }

  for (const child of node.childNodes ?? []) {
    yield* walk(child);
  }
}

function text(node) {
  if (!node || SKIPPED.has(node.tagName)) {
    return '';
  }

  return (node.nodeName === '#text' ? node.value : (node.childNodes ?? []).map(text).join(' ')).replace(/\s+/g, ' ').trim();
}

function attribute(node, name) {
  return node?.attrs?.find(each => each.name === name)?.value;
}
