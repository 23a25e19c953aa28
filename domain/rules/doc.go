// Package rules holds the regulation's numbers as dated data: which limit
// binds whom from which day, by which article, which information groups a
// portal must have, and how domain names are built. A question is settled by
// the rule that was valid on the day that started it, and an answer carries
// the version of the rule, so that a later change never alters an old verdict.
//
// The package does not judge: duty does. It does not claim that a pack is the
// law in force today; a pack's note says what was checked.
package rules
