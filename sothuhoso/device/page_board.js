// A photo with four corners that a person sets: where they are and which one is moved. Each editor has its own board
// (page_edit.js on the phone, desk_page.js at the desk); corner_board.js and flat_page.js draw it.
import { createStore } from "./base.js";
import { isPage, within } from "./laid.js";

export const WHOLE = [[0, 0], [1, 0], [1, 1], [0, 1]];
/** The way up after one more quarter. */
export const NEXT = { 0: 90, 90: 180, 180: 270, 270: 0 };
const SHORTEST = 0.002; // of the photo: what a key moves a corner by
const LONGER = 10; // times, with Shift
const shortened = (share) => Math.round(share * 10_000) / 10_000;

/** Nothing on it. `held`: the corner that is moved, -1. */
export const BARE = { address: "", width: 1, height: 1, corners: WHOLE, held: -1 };

/** `said` gets the four corners when one was let go. */
export function createBoard(said) {
  const store = createStore(BARE);
  /** Move a corner to a place (shares of the photo); where no page would be left it stays. */
  const move = (corner, x, y) => {
    const corners = store.get().corners.map((at, i) => (i === corner ? [within(x), within(y)] : at));
    if (isPage(corners)) store.set({ corners, held: corner });
  };
  /** It stays where it is. */
  const letGo = () => {
    const { held, corners } = store.get();
    if (held < 0) return;
    store.set({ held: -1 });
    said(corners.map((corner) => corner.map(shortened)));
  };
  /** By a key: `right`, `down` in steps. */
  const step = (corner, right, down, far) => {
    const [x, y] = store.get().corners[corner];
    const length = SHORTEST * (far ? LONGER : 1);
    move(corner, x + right * length, y + down * length);
    letGo();
  };
  return { ...store, move, step, letGo };
}
