// Photos are made smaller on the phone, not refused for their size.
const LONGEST_SIDE = 2000;
const SMALL_BYTES = 1_000_000;

export function shrinkPhotos() {
  for (const input of document.querySelectorAll("input[data-shrink]")) {
    input.addEventListener("change", async () => {
      const chosen = [...input.files].slice(0, Number(input.dataset.max));
      const photos = new DataTransfer();
      for (const file of chosen) photos.items.add(await shrink(file));
      input.files = photos.files;
      show(input, photos.files);
    });
  }
}

async function shrink(file) {
  if (!file.type.startsWith("image/") || file.size <= SMALL_BYTES) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    // A format this phone cannot read (HEIC on some): sent as it is, the server says whether it takes it.
    return file;
  }
}

function show(input, files) {
  const list = input.closest(".field").querySelector("[data-chosen]");
  for (const item of list.querySelectorAll("[data-new]")) item.remove();
  for (const file of files) {
    const item = document.createElement("li");
    item.dataset.new = "";
    item.textContent = file.name;
    list.append(item);
  }
}
