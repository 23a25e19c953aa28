package archive

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"minhbach/eventstore/ledger"
)

// Where things are in a bag.
const (
	bagitPath       = "bagit.txt"
	infoPath        = "bag-info.txt"
	manifestPath    = "manifest-sha256.txt"
	tagManifestPath = "tagmanifest-sha256.txt"

	payload      = "data/"
	ReadmePath   = payload + "README.txt"
	EventsPath   = payload + "events/events.jsonl"
	TablePath    = payload + "events/events.sqlite"
	filesPath    = payload + "files/"
	contentsPath = payload + "contents/"
	AbsentPath   = payload + "files-absent.txt"
	schemasPath  = payload + "schemas/"
	LogPath      = payload + "log"
	KeyPath      = payload + "keys/ledger.vkey"
	PEMPath      = payload + "keys/ledger.pem"
	RotationPath = payload + "keys/rotations.jsonl"
	BasePath     = payload + "base/checkpoint"
	PremisPath   = payload + "premis.xml"
	StatePath    = payload + "state.json"
	verifierPath = payload + "verifier/"
)

// Format of the bags that this program writes.
const Format = "minhbach-archive/1"

const declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

// Scope of a bag.
type Scope string

const (
	// Public: what everybody may know, and the tree of hashes over everything.
	Public Scope = "public"
	// Full: every event as the log has it. What is sealed stays sealed.
	Full Scope = "full"
)

// FilePath is where the file of a SHA-256 is, ContentPath where the canonical content is.
func FilePath(sha256 string) string    { return filesPath + sha256[:2] + "/" + sha256 }
func ContentPath(sha256 string) string { return contentsPath + sha256[:2] + "/" + sha256 + ".json" }

var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// IsHash tells a SHA-256 in lower-case hex.
func IsHash(s string) bool { return hashForm.MatchString(s) }

// namedHash is the SHA-256 that a path in files or contents promises.
func namedHash(path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, filesPath)
	if !ok {
		if rest, ok = strings.CutPrefix(path, contentsPath); !ok {
			return "", false
		}
		rest = strings.TrimSuffix(rest, ".json")
	}
	_, sum, _ := strings.Cut(rest, "/")
	return sum, true
}

// clean refuses names that a bag of ours never has.
func clean(path string) error {
	if path == "." || !fs.ValidPath(path) || strings.ContainsAny(path, "\\\r\n%\x00:") {
		return fmt.Errorf("the name %q cannot be in a bag", path)
	}
	return nil
}

const recordedForm = ledger.RecordedForm
