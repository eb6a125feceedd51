export { Button, type ButtonLook, buttonClass } from "./button";
export { CopyButton } from "./copy-button";
export { Dialog } from "./dialog";
export { CheckField, SelectField, TextArea, TextField } from "./field";
export { Menu, MenuItem, MenuLine, MenuLink } from "./menu";
export { Badge, EmptyState, Notice, PageHead, Panel, Skeleton, type Tone } from "./panel";
export { type Column, DataTable, type TableRow } from "./table";
