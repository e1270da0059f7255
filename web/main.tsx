// Starts the page: fetches what lies beside it, then hands over to the planner.
import './no-eval.ts';
import './style/index.css';
import { render } from 'preact';
import { Planner } from './planner.tsx';
import { pageData } from './state/page-data.ts';

/** Relative to the document, so that the page works in any folder of any host. */
async function fetchJson(name: string) {
  const response = await fetch(name);
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  return response.json();
}

const place = document.getElementById('planner');
if (!place) throw new Error('no element #planner');
try {
  const [library, template] = await Promise.all([fetchJson('library.json'), fetchJson('scenario.json')]);
  const data = pageData(library, template);
  place.replaceChildren();
  render(<Planner {...data} />, place);
} catch (error) {
  place.textContent = `The planner could not start: ${error instanceof Error ? error.message : String(error)}. Reload the page to try again.`;
  throw error;
}
