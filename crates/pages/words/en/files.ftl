# Files that people send.

files-label = Files
files-hint = Photos (JPEG, PNG, WebP) or PDF. At most 3 files at a time, 5 MB each.
files-title = Add files
files-waits = We wait for your files. The clock of 72 hours begins as soon as they are here.
files-more = What else shows that you are right? A colleague sees it with the rest.
files-send = Send files
files-kept = Kept sealed. Whoever decides your case can open them, and each time stands in your trail.

refused-file-kind = This is no photo and no PDF that we can read. Take a photo of the document, or save it as JPEG, PNG, WebP or PDF.
refused-file-archive = Archives and office files (ZIP, Word, Excel) are not taken. Send a photo of the document, or save it as PDF.
refused-file-lies = The name of this file says one thing and its content is another. Save it anew as a photo or as PDF and send that.
refused-file-mixed = There is something else inside this file. Take a new photo of the document and send that.
refused-file-broken = This file is damaged or broke off. Save it anew, or take a new photo.
refused-file-pixels = This picture has too many pixels. At most { $bound } megapixels: make it smaller.
refused-file-active = This PDF contains a program, a form or another file. Print it as PDF, or take a photo of it.
refused-file-locked = This PDF is locked with a password. Save it without one.
refused-file-many = That is too many files at a time. At most { $bound }; you can send more afterwards.
refused-file-case-full = This case has enough files. At most { $bound }.
refused-file-person-full = You have sent enough files. At most { $bound } MB altogether.

fault-rule-multipart = The form did not arrive as a browser sends it (rule multipart).
fault-rule-broken-off = The connection broke off before the files were here (rule broken_off).
fault-rule-field-name = A field has a name that none of our forms uses (rule field_name).
fault-rule-file-field = A file came in a field that takes none (rule file_field).
