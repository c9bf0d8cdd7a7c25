#!/bin/sh
# `parasample` in PATH: the command line, on the Node that comes with the app.
folder=/opt/Parasample/resources/command-line
exec "$folder/node" "$folder/parasample.mjs" "$@"
