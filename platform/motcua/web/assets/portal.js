/* The portal works without this script; it only spares a click or a keystroke. */
import './scss/portal.scss';
import './script/page.js';
