/* Icons of the palette and of the tools: too many for the sprite that every page loads, so they come with this page alone. */
const FILES = import.meta.glob('../../../../node_modules/bootstrap-icons/icons/{person,person-vcard,calendar-heart,calendar2-minus,gender-ambiguous,telephone,envelope-at,person-lines-fill,people,geo-alt,signpost-split,building,upc,shop,map,file-earmark-ruled,bounding-box,cash-coin,bank,input-cursor-text,text-paragraph,123,hash,calendar-date,card-text,calculator,ui-radios,menu-button-wide,ui-checks,toggle-on,check-square,signpost,paperclip,image,pen,layout-text-sidebar,collection,table,info-circle,arrow-up,arrow-down,copy,trash,plus-lg,x-lg,grip-vertical,share,question-diamond,code-slash,exclamation-octagon-fill,exclamation-triangle-fill,check-circle-fill,phone,display}.svg', { query: '?raw', import: 'default', eager: true });
const BY_NAME = Object.fromEntries(Object.entries(FILES).map(([path, text]) => [path.replace(/^.*\/|\.svg$/g, ''), text]));
const parser = new DOMParser();

/** An icon as an element of its own. */
export function icon(name) {
  const svg = document.importNode(parser.parseFromString(BY_NAME[name] ?? BY_NAME['card-text'], 'image/svg+xml').documentElement, true);
  Object.entries({ class: 'i', width: 16, height: 16, 'aria-hidden': 'true' }).forEach(([key, value]) => svg.setAttribute(key, value));
  return svg;
}
