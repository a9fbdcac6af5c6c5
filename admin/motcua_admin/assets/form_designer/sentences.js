/* Conditions and formulas in words. */
import { isEnglish, t } from '../designer/language.js';
import { listPath, readChoices } from './choices.js';

export const OPERATOR_WORDS = {
  is: t('là', 'is'), in: t('là một trong', 'is one of'), not: t('khác', 'is not'), has: t('có chọn', 'includes'), least: t('từ', 'is at least'), most: t('không quá', 'is at most'),
  present: t('có trả lời', 'is answered'), absent: t('không trả lời', 'is not answered'),
};

export const labelOf = (node, key) => (isEnglish && node?.['x-en']?.title) || node?.title || key;

/** "Chủ thể là Hộ gia đình và Số người từ 2"; `nodes` are the questions of the container by key. */
export function sentenceOf({ join, rows }, nodes) {
  const said = rows.map(({ field, operator, value }) => {
    const node = nodes.get(field) ?? {};
    const words = ['present', 'absent'].includes(operator) ? '' : ` ${valueOf(node, value)}`;
    return `“${labelOf(node, field)}” ${OPERATOR_WORDS[operator]}${words}`;
  });
  return said.join(join === 'any' ? t(' hoặc ', ' or ') : t(' và ', ' and '));
}

/** An answer as people see it. */
export function valueOf(node, value) {
  if (Array.isArray(value)) return value.map((one) => valueOf(node, one)).join(', ');
  if (typeof value === 'boolean') return value ? t('Có', 'Yes') : t('Không', 'No');
  const found = readChoices(listPath(node).length ? node.items ?? {} : node)?.find((one) => one.value === value);
  return found ? (isEnglish && found.english) || found.label : String(value);
}

/** A formula with the labels of its questions. */
export function formulaInWords(formula, nodes) {
  return formula.replace(/"[^"]*"|[a-z_][a-z0-9_]*/g, (found) => (nodes.has(found) ? `“${labelOf(nodes.get(found), found)}”` : found)).replace(/\*/g, '×').replace(/\//g, '÷');
}
