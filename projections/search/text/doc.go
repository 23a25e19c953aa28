// Package text is how search reads Vietnamese: words with their place in the
// original, the two forms in which each word is compared, what somebody who types
// into a search box means, and the marking of matches.
//
// It promises that composed and decomposed text give the same words, that a tone
// on either vowel (hoà, hòa) is the same writing, and that fragments put together
// are the original, byte for byte. It does not cut syllables into compounds: no
// dictionary decides what can be found. It knows no engine.
package text
