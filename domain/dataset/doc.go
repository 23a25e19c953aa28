// Package dataset is an open dataset of an agency: how it is described, what its
// columns mean, and the releases of its data, each an immutable file that becomes
// public only with a second person's approval.
//
// It promises that no release is public which was not approved as it is, by
// somebody who wrote none of it, and that findings of personal data stand in the
// way until such a person answers for them. It does not read files: what a file
// holds is told by opendata/ingest and recorded here.
package dataset
