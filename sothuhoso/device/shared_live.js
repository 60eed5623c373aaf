// Where the device's store and the server's shared State meet. Draws nothing.
import { useEffect, useState } from "react";
import { useDraftState } from "./drafts.js";
import "./shared_finish.js";
import "./shared_photos.js";
import { cursorIn, goOn, received, setBridge, setConnected } from "./shared_sync.js";

const entered = (event) => cursorIn(event.target);
const left = (event) => event.relatedTarget?.closest?.("[data-path]") || cursorIn(null);

export function SharedLive({ head, fields, pages, claims, answer, hydrated, onJoin, onEdit, onHold }) {
  const [socket, setSocket] = useState(true);
  const { draft, mine } = useDraftState();
  const on = Boolean(mine && draft?.shared);
  const up = Boolean(hydrated) && socket;
  useEffect(() => {
    setBridge({ join: onJoin, edit: onEdit, hold: onHold });
    return () => setBridge(null);
  }, [onJoin, onEdit, onHold]);
  useEffect(() => {
    const heard = ({ detail }) => setSocket(detail);
    window.addEventListener("sothuhoso:socket", heard);
    return () => window.removeEventListener("sothuhoso:socket", heard);
  }, []);
  useEffect(() => setConnected(up), [up]);
  useEffect(() => {
    if (on) goOn();
  }, [on, draft?.id]);
  useEffect(() => {
    if (on) received({ head, fields, pages, claims }, answer);
  }, [on, head, fields, pages, claims, answer]);
  useEffect(() => {
    if (!on) return undefined;
    document.addEventListener("focusin", entered);
    document.addEventListener("focusout", left);
    return () => {
      document.removeEventListener("focusin", entered);
      document.removeEventListener("focusout", left);
    };
  }, [on]);
  return null;
}
