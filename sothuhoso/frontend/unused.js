// In place of parts that are never reached: the socket speaks websocket only, and files never go by Reflex's upload.
export const XHR = undefined;
export const WT = undefined;
export const uploadFiles = () => {};
export default undefined;
