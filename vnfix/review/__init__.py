"""Between proposing and applying: corrections as files for people to decide on."""
