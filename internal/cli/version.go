package cli

import "runtime/debug"

// Version is set at build time: -ldflags "-X minhbach/internal/cli.Version=…".
var Version string

func version() string {
	if Version != "" {
		return Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
