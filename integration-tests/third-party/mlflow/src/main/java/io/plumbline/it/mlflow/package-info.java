/**
 * Makes a model for MLflow's scoring server, with MLeap's own API. Runs on the server's class path,
 * which no other module shares: it is years older than anything else here.
 */
@NullMarked
package io.plumbline.it.mlflow;

import org.jspecify.annotations.NullMarked;
