/* Pages with places for files: what is chosen goes up at once. Without this script it goes with the form. */
import './script/upload/upload.js';
