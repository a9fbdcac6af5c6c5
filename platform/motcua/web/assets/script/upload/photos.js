/* Photographs that are to become one PDF: moved up and down, and shown as they are turned. */
const photosOf = (list) => [...list.querySelectorAll('[data-photo]')];

function number(list) {
  photosOf(list).forEach((photo, at) => { photo.querySelector('.photo-page').value = String(at + 1); });
}

export function arrange(area, words, region) {
  const list = area.querySelector('ol');
  const move = (photo, other, before, pressed) => {
    if (!other) return;
    if (before) other.before(photo); else other.after(photo);
    number(list);
    pressed.focus();
    region.textContent = words.moved.replace('{n}', photo.querySelector('.photo-page').value);
  };
  for (const photo of photosOf(list)) {
    photo.querySelector('[data-moves]').hidden = false;
    photo.querySelector('[data-up]').addEventListener('click', (event) => move(photo, photo.previousElementSibling, true, event.currentTarget));
    photo.querySelector('[data-down]').addEventListener('click', (event) => move(photo, photo.nextElementSibling, false, event.currentTarget));
    const turn = photo.querySelector('.photo-turn');
    turn.addEventListener('change', () => {
      photo.querySelector('img').dataset.turn = turn.value;
      region.textContent = words.turned.replace('{n}', photo.querySelector('.photo-page').value).replace('{degrees}', turn.value);
    });
  }
}
