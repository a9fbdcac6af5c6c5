/* Which uploads of this tab were broken off by a reload: kept until the tab is closed, never beyond. */
const KEY = 'motcua-uploads';

const all = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
};

const keep = (records) => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(records));
  } catch {
    // Without it only the way back after a reload is lost.
  }
};

const name = (file, place) => [place.address, place.slot, file.name, file.size, file.lastModified].join('|');

export const known = (file, place) => all()[name(file, place)]?.url ?? '';

export function note(file, place, at) {
  keep({ ...all(), [name(file, place)]: { url: at.url, name: file.name, size: file.size, received: at.received, slot: place.slot, address: place.address } });
}

export function forget(file, place) {
  const { [name(file, place)]: gone, ...left } = all();
  keep(left);
}

export function forgetUrl(url) {
  keep(Object.fromEntries(Object.entries(all()).filter(([, one]) => one.url !== url)));
}

export const unfinished = (place) =>
  Object.values(all()).filter((one) => one.slot === place.slot && one.address === place.address);
