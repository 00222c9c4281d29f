/**
 * How a command of {@code java -jar plumbline.jar} and an agent in another JVM talk: the command
 * loads the jar into that JVM, and its arguments are an {@link AgentRequest}; the agent answers in
 * the properties that a JVM keeps for its agents, which the command reads over the same channel:
 * {@link AgentAnswer}. No port is opened and no file is written, so that a container or another
 * mount namespace is nothing special.
 */
@NullMarked
package io.plumbline.control;

import org.jspecify.annotations.NullMarked;
