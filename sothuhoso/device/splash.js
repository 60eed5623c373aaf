// What an iPhone or iPad shows while the app opens by its icon. They take no manifest's word for it but want a picture of
// exactly their screen's size, so it is drawn on the device itself: mark and ground, upright and lying, light and dark.
const SHARE = 0.3; // of the screen's shorter side

/** Called where the app can be put on the home screen; the system looks at these links when it is. */
export async function drawSplash() {
  const mark = new Image();
  mark.src = "/icons/app-512.png";
  await mark.decode();
  const sides = [screen.width, screen.height].map((side) => Math.round(side * devicePixelRatio)).sort((a, b) => a - b);
  for (const { content, media } of document.querySelectorAll("meta[name=theme-color]")) {
    for (const [orientation, [width, height]] of [["portrait", sides], ["landscape", [...sides].reverse()]]) {
      const link = Object.assign(document.createElement("link"), { rel: "apple-touch-startup-image", media: `${media} and (orientation: ${orientation})` });
      link.href = picture(mark, content, width, height);
      document.head.append(link);
    }
  }
}

function picture(mark, ground, width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, width, height);
  const size = Math.round(SHARE * Math.min(width, height));
  pen.drawImage(mark, (width - size) / 2, (height - size) / 2, size, size);
  return canvas.toDataURL("image/png");
}
