/* What the check says, drawn on the steps: their time with the running total, and a sign where something is wrong. */
import { h, icon } from './dom.js';
import { hours, t, working } from './language.js';

const SIGNS = { error: 'exclamation-octagon-fill', warning: 'exclamation-triangle-fill' };

/** Draws the marks of an examination anew. */
export function mark(modeler, examined, jump) {
  const overlays = modeler.get('overlays');
  const registry = modeler.get('elementRegistry');
  overlays.remove({ type: 'motcua-time' });
  overlays.remove({ type: 'motcua-sign' });
  const sums = runningTotals(examined);
  examined.steps.forEach((step) => {
    const shape = registry.get(step.id);
    if (shape) overlays.add(shape, 'motcua-time', { position: { bottom: -4, left: 0 }, html: chip(shape, step, sums.get(step.id), examined) });
  });
  redden(modeler, sums, examined);
  worst(examined.findings).forEach((finding, id) => {
    const shape = registry.get(id);
    const isDrawn = shape && !shape.waypoints && shape.parent;
    if (isDrawn) overlays.add(shape, 'motcua-sign', { position: { top: -10, right: 12 }, html: sign(finding, jump) });
  });
}

/** Working seconds from the start to the end of each step on the longest way. */
export function runningTotals({ longest }) {
  let sum = 0;
  return new Map(longest.map(([id, seconds]) => [id, (sum += seconds)]));
}

const OVER = 'motcua-over';

/** Beyond the limit the longest way itself is red. */
function redden(modeler, sums, { longest, limit }) {
  const canvas = modeler.get('canvas');
  const registry = modeler.get('elementRegistry');
  registry.forEach((element) => canvas.hasMarker(element, OVER) && canvas.removeMarker(element, OVER));
  if (limit === null) return;
  longest.forEach(([id], place) => {
    const [before, here] = [registry.get(longest[place - 1]?.[0]), registry.get(id)];
    if (before && here && sums.get(id) > limit) between(before, here).forEach((flow) => canvas.addMarker(flow, OVER));
  });
}

/** The flows from one element to another, past gateways and events; none when another way leads there. */
function between(from, to, seen = new Set()) {
  for (const flow of from.outgoing ?? []) {
    if (flow.target === to) return [flow];
    const isPassed = flow.type === 'bpmn:SequenceFlow' && !seen.has(flow) && !flow.target.businessObject.$instanceOf('bpmn:Task');
    if (isPassed) {
      const onward = between(flow.target, to, seen.add(flow));
      if (onward.length) return [flow, ...onward];
    }
  }
  return [];
}

function chip(shape, step, sum, { limit }) {
  const isOver = limit !== null && sum > limit;
  const label = h('div', { class: isOver ? 'designer-chip is-over' : 'designer-chip' },
    h('b', {}, step.seconds === null ? t('chưa có giờ', 'no time') : working(step.seconds)),
    sum === undefined ? null : h('span', {}, `Σ ${hours(sum)}`));
  label.style.width = `${shape.width}px`;
  return label;
}

function sign(finding, jump) {
  const button = h('button', {
    type: 'button', class: `designer-sign is-${finding.severity}`, title: finding.message, tabindex: -1,
    onclick: () => jump(finding.element),
  }, icon(SIGNS[finding.severity]));
  button.setAttribute('aria-label', finding.message);
  return button;
}

function worst(findings) {
  const found = new Map();
  findings.forEach((finding) => {
    if (finding.severity === 'error' || !found.has(finding.element)) found.set(finding.element, finding);
  });
  return found;
}
