/* The desk: parts of pages that react (htmx) and the keyboard of the list. */
import './scss/desk.scss';
import './script/page.js';
import './script/exchange.js';
import './script/work_list.js';
import './script/checklist.js';
import './script/calendar_year.js';
