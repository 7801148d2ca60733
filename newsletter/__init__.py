"""Markdown snippets become health letters that reach every reader exactly once.

The floor plan, top first. A room imports from lower floors only, through their doors:

    roof      cli            arguments in, words out, exit codes; wires everything
    floor 5   web            what keeps running: public pages …
              daemon         … the clock and the worker …
              mailbox        … and a local SMTP server for trying things out
    floor 4   studio         what an editor sees of a workspace, as plain data
    floor 3   editorial      from a workspace to a letter, a mailing, a calendar
              printing       letters as files to look at
              subscription   who asks for letters, confirms, chooses, leaves; their links
              privacy        what is kept of readers, and when it is forgotten
    floor 2   content        Markdown and YAML files become issues
              compose        an issue becomes a letter, by way of two rooms of its own:
                             markdown (words) and engine (MJML)
              checks         what must not leave the house
              review         who has read what, and whether it still holds
              audience       who gets letters, and who has left
              delivery       each letter into each inbox once
    floor 1   settings       newsletter.toml
              workspace      the folder an editor works in
              database       the tables, the way to open them, and whom a rule means in SQL
              mailfolder     what the local mailbox has received
    ground    model          the nouns, frozen
              errors         what can go wrong, with a remedy
              localtime      wall clocks and the world's time
              validation     a library's complaints in an editor's words
"""

__version__ = "0.1.0"
