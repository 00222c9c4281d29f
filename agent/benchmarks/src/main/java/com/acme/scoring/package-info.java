/**
 * The model servers that are measured, each in a JVM of its own. They know nothing of Plumbline.
 *
 * <p>{@link com.acme.scoring.ScoringServer} takes orders from its standard input, one line each,
 * and answers each with one line of JSON; so several of them, under different agents, can live side
 * by side and be measured in turn.
 */
@NullMarked
package com.acme.scoring;

import org.jspecify.annotations.NullMarked;
