/** Where the JVM hands over to Plumbline: as an agent, or as a command line. */
package io.plumbline;
