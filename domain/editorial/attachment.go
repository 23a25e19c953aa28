package editorial

import (
	"regexp"
	"strings"
)

// Attachment is a file by its content. The bytes live in the file store.
type Attachment struct {
	SHA256    string `json:"sha256"` // lower-case hex
	Name      string `json:"name"`   // offered when saving
	Title     string `json:"title"`  // shown
	MediaType string `json:"media_type"`
	Size      int64  `json:"size"` // bytes
}

const (
	MaxFileName = 255
	MaxTitle    = 300
	MaxWhole    = 1<<53 - 1 // the largest whole number that every JSON reader keeps
)

var (
	hexForm   = regexp.MustCompile(`^[0-9a-f]{64}$`)
	mediaForm = regexp.MustCompile(`^[a-z]+/[a-z0-9][a-z0-9.+-]*$`)
)

// SHA256 tells whether a text is a SHA-256 as it is stored.
func SHA256(s string) bool { return hexForm.MatchString(s) }

// Attachment cleans the texts of a file.
func (c *Cleaner) Attachment(path string, a *Attachment) {
	c.Line(path+".name", &a.Name, MaxFileName)
	c.Line(path+".title", &a.Title, MaxTitle)
	c.Line(path+".media_type", &a.MediaType, MaxFileName)
}

// CheckAttachment tells what is wrong with a file. taken: another file has its name.
func (c *Cleaner) CheckAttachment(path string, a Attachment, taken bool) {
	if !SHA256(a.SHA256) {
		c.Faults.Add(c.codes.SHA256.New().At(path + ".sha256"))
	}
	if a.Name == "" || a.Name == "." || a.Name == ".." || strings.ContainsAny(a.Name, `/\`) || taken {
		c.Faults.Add(c.codes.FileName.New("name", a.Name).At(path + ".name"))
	}
	if !mediaForm.MatchString(a.MediaType) {
		c.Faults.Add(c.codes.Media.New("type", a.MediaType).At(path + ".media_type"))
	}
	if a.Size < 1 || a.Size > MaxWhole {
		c.Faults.Add(c.codes.Length.New("size", a.Size).At(path + ".size"))
	}
}
