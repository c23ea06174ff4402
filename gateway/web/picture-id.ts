// What a picture of an incident is called in an address: by its incident and its key, `i0123.6f1c…`.

export function pictureId(incident: string, key: string): string {
  return `${incident}.${key}`;
}

export function incidentOfPicture(picture: string): string {
  return picture.slice(0, Math.max(0, picture.indexOf('.')));
}
