// Under which name a tab keeps which session of a shared tablet it is part of (session.js). It outlives a reload, not the
// tab: without it the browser was closed, or the tab is new. Apart, because the gate is on every page and must be small.
export const RUN = "sothuhoso.run";
