/**
 * Real JVMs with the real jar against real receivers. A class name that ends in {@code IT} is a
 * test; {@code mvn verify} runs them all.
 *
 * <p>JUnit tags say what a test proves, so that one kind runs alone: {@code mvn verify
 * -Dgroups=real-collector}, or all but one: {@code mvn verify -DexcludedGroups=third-party-server}.
 *
 * <table>
 * <caption>Tags</caption>
 * <tr><td>{@code harness}</td><td>the tools of these tests do what they say</td></tr>
 * <tr><td>{@code inference-path}</td><td>what arrives is what the model saw and answered</td></tr>
 * <tr><td>{@code real-collector}</td><td>the real OpenTelemetry Collector and the real Jaeger take
 * what we send</td></tr>
 * <tr><td>{@code collector-config}</td><td>every file of {@code collector-config} does what it says,
 * in the real program that reads it, with the real agent in front</td></tr>
 * <tr><td>{@code third-party-server}</td><td>a model server that nobody here wrote</td></tr>
 * <tr><td>{@code crash-recovery}</td><td>what a killed host had captured arrives after its
 * restart</td></tr>
 * <tr><td>{@code exact-counts}</td><td>made = counted + dropped, by what arrived, whatever happened
 * </td></tr>
 * <tr><td>{@code disk-full}</td><td>a full disk costs what could not be stored, by name, and is over when
 * there is room</td></tr>
 * <tr><td>{@code spool-bounds}</td><td>what the spool takes is bounded, and what that costs is counted
 * </td></tr>
 * <tr><td>{@code spool-directory}</td><td>a directory that cannot be used, or is lost, costs nothing that
 * memory can hold</td></tr>
 * <tr><td>{@code corruption}</td><td>damaged files cost what was hit</td></tr>
 * <tr><td>{@code clock}</td><td>the machine's clock is set by hours, and nothing comes of it</td></tr>
 * <tr><td>{@code soak}</td><td>all faults in turn, under load, for as long as one likes</td></tr>
 * <tr><td>{@code many-processes}</td><td>processes of one user on one machine</td></tr>
 * <tr><td>{@code shutdown}</td><td>an orderly end sends what it can in its time, and loses nothing
 * </td></tr>
 * <tr><td>{@code outage}</td><td>whatever the receiver answers, everything arrives once it is well
 * again; {@code -Dplumbline.it.outage=full} runs every pair of a JDK and a protocol</td></tr>
 * <tr><td>{@code spool-command}</td><td>{@code java -jar plumbline.jar spool …} reads any spool, disturbs
 * none, and delivers one by hand</td></tr>
 * <tr><td>{@code attach}</td><td>into a running JVM and out again, answers unchanged, bytecode
 * restored; or the right words where that cannot be</td></tr>
 * <tr><td>{@code reload}</td><td>the configuration changes under load: hooks, limits, receiver; nothing
 * is lost</td></tr>
 * <tr><td>{@code doctor}</td><td>what it says of a process is so, and each fault comes with what to do
 * </td></tr>
 * <tr><td>{@code at-rest}</td><td>what lies on the disk is for its owner alone, without secrets, and can be erased</td></tr>
 * <tr><td>{@code install}</td><td>what INSTALL.md says works: Kubernetes, Compose, systemd, Tomcat</td></tr>
 * <tr><td>{@code privacy}</td><td>what redaction removes is in no byte that leaves the host's memory</td></tr>
 * <tr><td>{@code discover}</td><td>inferences of a running JVM are found, and no trace is left
 * </td></tr>
 * <tr><td>{@code overhead}</td><td>the agent holds itself to what it may cost: values and spans go first,
 * counts never</td></tr>
 * <tr><td>{@code host-unharmed}</td><td>the host with the flag is the host without it</td></tr>
 * </table>
 *
 * <p>Tests with chance in them print their seed; {@code -Dplumbline.it.seed=…} repeats it. {@code
 * CrashRecoveryIT} kills four times on each JDK, or {@code -Dplumbline.it.kills=20}; {@code
 * ExactCountsIT} lets five hosts end in any way, or {@code -Dplumbline.it.ends=40}; {@code
 * CorruptionIT} damages each kind of file once, or {@code -Dplumbline.it.damages=20} times; {@code
 * SoakIT} goes on for half a minute, or {@code -Dplumbline.it.soak=300} seconds. {@code
 * -Dplumbline.it.pairs=full} tries on each JDK what {@code DiskFullIT} and {@code
 * SpoolDirectoryFaultsIT} otherwise try on one of them.
 *
 * <p>The tools are in {@code harness}. On a failure the output of every process of the test, and
 * Plumbline's own log, are printed. Tests tagged {@code real-collector} are skipped where {@code
 * .ci/install-backends} has not run, and tests that mount file systems or take rights away where
 * the machine does not allow it; with {@code REQUIRE_BACKENDS=true} that is a failure, of the
 * latter for root.
 */
@NullMarked
package io.plumbline.it;

import org.jspecify.annotations.NullMarked;
