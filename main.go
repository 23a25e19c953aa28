// Minhbach is the software behind a province's network of government portals.
package main

import (
	"os"

	"minhbach/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
