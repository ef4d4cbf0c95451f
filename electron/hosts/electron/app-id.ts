/**
 * Under which name systems know Holdfast: Windows groups its windows and notifications by it; on Linux the file `<name>.desktop` says what it
 * is, and the desktop's portal for keys trusts nobody without one. Packages are made with the same name.
 */
export const APP_ID = 'app.holdfast.Holdfast'
