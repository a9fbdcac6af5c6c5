/* What a step says: who does it, how long, with which form, and what its holder may do. */
import { choiceField, choicesField, textField, timeField, WORKING_UNITS } from './fields.js';
import { t } from './language.js';
import { results, wordOf, writeWord } from './words.js';

const one = (key, vi, en) => ({ key, name: t(vi, en) });
const AGENCIES = [
  one('receiving', 'Cơ quan tiếp nhận', 'The receiving agency'),
  one('parent', 'Cơ quan cấp trên', 'The agency above it'),
  one('code', 'Một cơ quan nhất định', 'One agency by its code'),
  one('field', 'Theo trường của biểu mẫu', 'By a field of the form'),
];
const FORWARD = [
  one('either', 'Cả nhóm hoặc một người', 'To the group or a person'),
  one('group', 'Cả nhóm', 'To the group'),
  one('person', 'Một người', 'To one person'),
];
const SIGNATURE = [
  one('none', 'Không ký số', 'Not signed'),
  one('optional', 'Có thể ký số', 'May be signed'),
  one('required', 'Phải ký số', 'Must be signed'),
];
const PAPER = [one('none', 'Không chuyển bản giấy', 'No paper file'), one('follows', 'Bản giấy đi theo', 'The paper file follows')];

/** The fields of a user task or a manual task. */
export function stepFields(modeler, element, facts, tooLong) {
  const of = (attribute) => wordOf(element, 'Step', attribute);
  const write = (attribute) => (value) => writeWord(modeler, element, 'Step', { [attribute]: value });
  return [
    choiceField({
      name: 'position', label: t('Vị trí thực hiện', 'Position'), value: of('position'), options: facts.positions,
      empty: facts.laneName(element), write: write('position'),
    }),
    timeField({
      name: 'budget', label: t('Thời gian của bước', 'Time of the step'), value: of('budget'), units: WORKING_UNITS,
      ...tooLong, write: write('budget'),
    }),
    choiceField({
      name: 'form', label: t('Biểu mẫu của bước', 'Form of the step'), value: of('form'), options: facts.forms,
      empty: t('Không có', 'None'), write: write('form'),
    }),
    actions(of('actions'), facts, write('actions')),
    choiceField({
      name: 'phase', label: t('Giai đoạn', 'Phase'), value: of('phase') || 'resolve', options: facts.phases,
      write: (value) => write('phase')(value === 'resolve' ? '' : value),
    }),
    ...agencyFields(of('agency'), facts, write('agency')),
    choiceField({
      name: 'forward', label: t('Chuyển bước sau cho', 'Hands on to'), value: of('forward') || 'either', options: FORWARD,
      write: (value) => write('forward')(value === 'either' ? '' : value),
    }),
    ...signature(modeler, element, of, facts),
    choiceField({
      name: 'paper', label: t('Hồ sơ giấy', 'Paper file'), value: of('paper') || 'none', options: PAPER,
      write: (value) => write('paper')(value === 'none' ? '' : value),
    }),
    textField({
      name: 'name-en', label: t('Tên bước bằng tiếng Anh', 'English name of the step'), value: of('name-en'),
      write: write('name-en'),
    }),
  ];
}

function actions(written, facts, write) {
  const values = written ? written.split(/[\s,]+/).filter(Boolean) : facts.usualActions;
  return choicesField({
    name: 'actions', label: t('Người giữ bước được', 'The holder may'), values, options: facts.actions,
    help: written ? '' : t('Chưa chọn riêng: được làm mọi việc.', 'Nothing chosen: the holder may do everything.'),
    write: (chosen) => write(chosen.length ? chosen.join(' ') : 'forward'),
  });
}

/** Who performs: a rule, and with two of them the code or the field. */
export function agencyFields(written, facts, write, empty) {
  const [kind, rest] = (written || (empty === undefined ? 'receiving' : '')).split(/:(.*)/s);
  const rule = choiceField({
    name: 'agency', label: t('Cơ quan thực hiện', 'Performed by'), value: kind, options: AGENCIES, empty,
    write: (chosen) => write({ receiving: empty === undefined ? '' : 'receiving', code: `code:${rest ?? ''}`, field: `field:${rest ?? ''}` }[chosen] ?? chosen),
  });
  if (kind === 'code') {
    return [rule, choiceField({
      name: 'agency.code', label: t('Cơ quan', 'Agency'), value: rest, options: facts.agencies,
      empty: t('Chọn cơ quan', 'Choose an agency'), write: (code) => write(`code:${code}`),
    })];
  }
  if (kind === 'field') {
    return [rule, textField({
      name: 'agency.field', label: t('Tên trường chứa mã cơ quan', 'Field with the agency’s code'), value: rest,
      write: (name) => write(`field:${name}`),
    })];
  }
  return [rule];
}

function signature(modeler, element, of, facts) {
  const write = (changes) => writeWord(modeler, element, 'Step', changes);
  const kind = of('signature') || 'none';
  const chosen = choiceField({
    name: 'signature', label: t('Ký số', 'Digital signature'), value: kind, options: SIGNATURE,
    write: (value) => write(value === 'none' ? { signature: '', document: '', signer: '', mark: '' } : { signature: value }),
  });
  if (kind === 'none') return [chosen];
  return [
    chosen,
    choiceField({
      name: 'document', label: t('Ký trên', 'Signs'), value: of('document'), options: results(modeler),
      empty: t('Chọn giấy tờ kết quả', 'Choose a result'), write: (value) => write({ document: value }),
    }),
    choiceField({
      name: 'signer', label: t('Người ký', 'Signed by'), value: of('signer'), options: facts.signers,
      empty: t('Chọn người ký', 'Choose who signs'), write: (value) => write({ signer: value }),
    }),
    ...markFields(of('mark'), facts, (mark) => write({ mark })),
  ];
}

/** Where the mark of the signature is seen: a page, and with it one of the six places. */
function markFields(written, facts, write) {
  const [page, ...rest] = (written ?? '').split(/\s+/).filter(Boolean);
  const place = rest.join(' ');
  const shown = choiceField({
    name: 'mark', label: t('Dấu ký hiện ở', 'Mark of the signature'), value: page,
    options: [...facts.markPages, one('none', 'Không hiện trên giấy tờ', 'Not shown on the document')],
    empty: t('Cuối trang cuối, chỗ theo người ký', 'At the foot of the last page, by who signs'),
    write: (chosen) => write(!chosen || chosen === 'none' ? chosen : `${chosen} ${place || 'bottom right'}`),
  });
  if (!page || page === 'none') return [shown];
  return [shown, choiceField({
    name: 'mark.place', label: t('Chỗ trên trang', 'Place on the page'), value: place, options: facts.markPlaces,
    write: (chosen) => write(`${page} ${chosen}`),
  })];
}
