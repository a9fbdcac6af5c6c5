/* The studio: the designers' pages; the canvas itself is an entry of its own (designer.js). */
import './scss/studio.scss';
import './script/page.js';
import './script/exchange.js';
import './script/guard.js';
