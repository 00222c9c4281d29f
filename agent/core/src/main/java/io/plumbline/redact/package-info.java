/**
 * Decides, value by value and before anything is stored, what may be kept of it.
 *
 * <p>Thread: the host's, called by {@code capture} for each value that it copies. In: a value, and
 * the {@link io.plumbline.redact.RedactedField} of its feature, which {@link
 * io.plumbline.redact.ModelRedaction} works out once from the {@link
 * io.plumbline.redact.RedactionPolicy} in force: its first rule that matches, else what {@code
 * capture.values} says. Out: a {@link io.plumbline.redact.TextTreatment}, or the number that stands
 * in its place: kept, hashed, masked, cut, changed or removed. Detectors ({@link
 * io.plumbline.redact.SensitiveText}) look through what would be kept, unless the rule or {@code
 * all} says no.
 *
 * <p>Nothing here allocates once warm, but for fields beyond the first 512 names of a model. Shared
 * by all host threads without a lock: what is learnt of small vocabularies, and the counter of the
 * noise. A rule that fails removes the value; the inference still counts, and so does the failure
 * ({@code ml.redaction.failed}).
 *
 * <p>{@link io.plumbline.redact.HashKey} makes the hashes that are stored, HMAC-SHA-256 under a key
 * with an id; {@link io.plumbline.redact.KeyedHash} is SipHash for what stays in memory. An erasure
 * asks {@link io.plumbline.redact.ValueRule} later what it has made of a value.
 */
@NullMarked
package io.plumbline.redact;

import org.jspecify.annotations.NullMarked;
